"""Pages of groups at the desk, one file per noun."""
