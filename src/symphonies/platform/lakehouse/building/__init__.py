"""The build: one plan of steps over models, history, quality and publishing, printed or run."""
