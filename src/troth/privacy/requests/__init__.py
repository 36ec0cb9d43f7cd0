"""What people ask of the company about their data: filed, clocked, done or refused, and answered."""
