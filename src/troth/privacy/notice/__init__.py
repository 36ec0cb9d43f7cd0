"""What is published of what the program really does: the notice and the cookie page of a site, in versions, and the
record of processing of a workspace. All of it is derived from the data map, the register of processors, the settings of
a site and the promises of its workspace."""
