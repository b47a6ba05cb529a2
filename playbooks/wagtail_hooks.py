"""What the admin shows of the playbooks."""

from wagtail.snippets.models import register_snippet

from playbooks.markdown import hooks as markdown_hooks
from playbooks.snippets import PlaybookViewSetGroup

__all__ = ["markdown_hooks"]  # its own receivers register when it is imported

register_snippet(PlaybookViewSetGroup)
