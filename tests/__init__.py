"""Tests: sentences about people. `people.py` is the cast, `build.py` builds, the folders mirror the apps."""
