"""All that is kept in a workspace, for its owner to take along: by the parts that rooms give of people, one after the
other, and by what the workspace itself has set up."""
