"""An ephemeral server with a control pipe. No setting of the product can do what is done here: only who starts the
server through this module has the other end of the pipe."""
