# The image of web, worker and migrate. Two stages: the second has neither pip's work nor anything of the build.
#
# Pinned by version and not by digest, because no registry could be asked when this was written. To pin it,
# `docker buildx imagetools inspect python:3.11.15-slim-bookworm` prints the digest: add it as @sha256:… here.
ARG PYTHON_IMAGE=python:3.11.15-slim-bookworm

FROM ${PYTHON_IMAGE} AS build
WORKDIR /app
RUN python -m venv /venv
ENV PATH=/venv/bin:$PATH PYTHONDONTWRITEBYTECODE=1
# Every package, its dependencies included, is in the lock with its hashes; wheels only, so nothing compiles.
COPY requirements.txt .
RUN pip install --no-cache-dir --disable-pip-version-check --require-hashes --no-deps --only-binary :all: -r requirements.txt
COPY . .
RUN python -c "import pathlib, polib; [polib.pofile(str(po)).save_as_mofile(str(po.with_suffix('.mo'))) for po in pathlib.Path().glob('locale*/es_AR/LC_MESSAGES/*.po')]"
# No secret is built in: this key signs nothing and goes no further than this line.
RUN DEBUG=0 SECRET_KEY=only-to-collect-static-files ALLOWED_HOSTS=build DATA_DIR=/tmp/build STATIC_ROOT=/app/static python manage.py collectstatic --noinput --verbosity 0

FROM ${PYTHON_IMAGE}
# What weasyprint loads to make PDFs. With fontconfig come the DejaVu letters: for what the bundled ones lack.
RUN apt-get update \
    && apt-get install --yes --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 \
    && rm -rf /var/lib/apt/lists/*
# A fixed number, so that the owner of the volumes is the same after every build.
RUN groupadd --system --gid 10001 entrepares \
    && useradd --system --uid 10001 --gid 10001 --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin entrepares \
    && install --directory --owner entrepares --group entrepares /data
WORKDIR /app
ENV PATH=/venv/bin:$PATH PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 \
    DEBUG=0 DATA_DIR=/data STATIC_ROOT=/app/static
# Owned by root: what runs cannot change what it runs.
COPY --from=build /venv /venv
COPY --from=build /app /app
USER 10001:10001
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=5s --start-period=90s CMD ["python", "site/config/probe.py", "web"]
CMD ["gunicorn"]
