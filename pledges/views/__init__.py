"""Pages of letters and pledges."""
