"""What is done inside the server: the lab asks for it by its control pipe."""
