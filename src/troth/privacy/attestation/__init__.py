"""Attestations: what people do and no machine can see stands on somebody's word, with evidence, until a day."""
