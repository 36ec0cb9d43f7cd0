"""What people can do with what is kept of them. Erasing: a plan, its run, its certificate."""
