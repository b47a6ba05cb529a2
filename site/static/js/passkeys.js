// Shows what allauth's scripts keep to themselves: whether this browser can use keys, and when it failed.
const show = (selector) => document.querySelectorAll(selector).forEach((one) => { one.hidden = false; });

if (window.PublicKeyCredential) {
  show("#mfa_login");
}
if (/^[\d.]+$|^\[/.test(location.hostname)) {
  show("[data-passkey-address]");
}
document.addEventListener("allauth.error", (event) => { event.preventDefault(); show("[data-passkey-error]"); });
