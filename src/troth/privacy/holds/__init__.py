"""Legal holds: somebody, a conversation or a whole site must not be erased, by a request or by retention, as long as a
court or a duty wants what is kept of them."""
