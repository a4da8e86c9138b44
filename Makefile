# Every target makes .venv from requirements.lock first (uv where there is one, else venv and pip).
PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed

.PHONY: demo test lint types bench clean help
.DEFAULT_GOAL := help
