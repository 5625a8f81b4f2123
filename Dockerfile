# JupyterLab over the notebooks, from the lock files, as a user without rights:
#   docker build --tag banmian .
#   docker run --rm --publish 127.0.0.1:8888:8888 banmian
# then open the address with the token that it prints. Your own pages, read only, for 05_explore:
#   docker run --rm --publish 127.0.0.1:8888:8888 --volume ~/pages:/pages:ro --env BANMIAN_SEEDS=/pages banmian
# Not built by the tests: there was no Docker engine. They compare its commands with the Makefile's.
FROM python:3.13-slim-bookworm

ENV PYTHONUTF8=1 PIP_NO_CACHE_DIR=1 PIP_NO_INPUT=1 PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_ROOT_USER_ACTION=ignore
RUN useradd --create-home --uid 1000 reader
WORKDIR /home/reader/banmian

# The locks first: a change of the code alone leaves this layer as it is.
COPY requirements-build.lock requirements.lock ./
RUN python -m pip install --require-hashes --no-deps -r requirements-build.lock \
 && python -m pip install --require-hashes --no-deps --no-build-isolation --use-pep517 -r requirements.lock

COPY --chown=reader . .
RUN python -m pip install --no-deps --no-build-isolation --editable . \
 && chown reader .

USER reader
RUN python -m banmian doctor
EXPOSE 8888
CMD ["python", "-m", "jupyterlab", "--ip=0.0.0.0", "--no-browser", "--LabApp.default_url=/lab/tree/notebooks"]
