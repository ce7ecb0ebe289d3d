"""Documents that leave as Word files, filled into a template that the township may replace."""
