"""Those of at-rest."""

from pathlib import Path
from typing import Any

from troth.verify.patch import Patch
from troth.verify.saboteur import saboteur


@saboteur("at-rest.sealed_bytes", "what is sealed is written down beside it")
def a_copy_in_clear(patch: Patch) -> None:
    def copying(real: Any) -> Any:
        def seal_box(key: Any, body: bytes, bound_to: bytes) -> tuple[bytes, bytes]:
            _note("clear.bin", body)
            return real(key, body, bound_to)  # type: ignore[no-any-return]

        return seal_box

    patch.around("troth.log.sealing.seal_box", copying)
    patch.around("troth.log.boxes.seal_box", copying)


@saboteur("at-rest.keys_apart", "a key that is taken is written down beside the database")
def keys_in_clear(patch: Patch) -> None:
    def noting(real: Any) -> Any:
        def take(self: Any) -> Any:
            key_id, key = real(self)
            _note("keys.bin", self._raw[key_id])
            return key_id, key

        return take

    patch.around("troth.vault.keyring.Keyring.take", noting)


@saboteur("at-rest.keys_apart", "an erasure leaves the keys where they are")
def undestroyed(patch: Patch) -> None:
    patch("troth.vault.keyring.Keyring.destroy", lambda self, key_ids: 0)
    patch("troth.log.erasing.Erasing.keys_left", lambda self, *of: [])  # else the erasure notices, and is not done


@saboteur("at-rest.password_hashed", "a password is kept as it is")
def in_clear(patch: Patch) -> None:
    patch("django.contrib.auth.base_user.make_password", lambda password, *more, **named: password)


@saboteur("at-rest.password_hashed", "the token of a visitor is kept as it is")
def token_in_clear(patch: Patch) -> None:
    patch("troth.visitors.begin.hash_of", lambda token: token.encode())


def _note(name: str, data: bytes) -> None:
    """Into a file of the server's own folder."""
    from troth.kernel import config

    with (Path(config.current().var) / name).open("ab") as file:
        file.write(data)
