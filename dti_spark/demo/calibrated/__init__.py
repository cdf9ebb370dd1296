"""Events whose sums hit targets: from target values of an index to what each log holds of each city and quarter."""
