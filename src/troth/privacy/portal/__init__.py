"""My data: pages of a site on which anybody sees and says what is done with their data. No account, no JavaScript."""
