"""The versions of records: written in bulk, dated by the town's clock, told in words, blanked where somebody's data go."""
