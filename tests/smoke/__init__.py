"""The services of docker-compose.yml on a machine without containers, and a journey through them.

`.ci/smoke` starts them and gives their address in SMOKE_URL. Without it these tests are skipped.
"""
