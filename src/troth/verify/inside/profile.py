"""Looking at a profile as `troth privacy lint` does."""


def findings(text: str) -> list[dict[str, str]]:
    """code, key, promise and sentence of everything that is wrong with it."""
    from troth.privacy.profile import lint, read

    profile, found = read.look(text)
    every = [*found, *(lint.lint(profile) if profile is not None else ())]
    return [{"code": one.code, "key": one.key, "promise": one.promise, "sentence": one.sentence} for one in every]
