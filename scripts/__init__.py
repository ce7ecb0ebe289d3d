"""What the Makefile calls. `environment` and `start` run on a bare Python, before anything is installed."""
