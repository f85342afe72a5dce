"""What files of a plan of measures share: its tables in words."""
