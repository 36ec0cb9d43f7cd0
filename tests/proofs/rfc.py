"""The tree of hashes and its proofs as RFC 6962 and RFC 9162 define them, with no word of ours: what we make is held
against it."""

from hashlib import sha256


def mth(leaves: list[bytes]) -> bytes:
    """RFC 6962, 2.1: of hashes of leaves."""
    if not leaves:
        return sha256().digest()
    if len(leaves) == 1:
        return leaves[0]
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    return _pair(mth(leaves[:k]), mth(leaves[k:]))


def consistent(m: int, then: bytes, n: int, now: bytes, proof: list[bytes]) -> bool:
    """RFC 9162, 2.1.4.2: whether a proof shows that the tree of n leaves goes on from that of m. 0 < m < n."""
    path = [then, *proof] if m & (m - 1) == 0 else list(proof)
    if not path:
        return False
    fn, sn = m - 1, n - 1
    while fn & 1:
        fn, sn = fn >> 1, sn >> 1
    fr = sr = path[0]
    for one in path[1:]:
        if sn == 0:
            return False
        if fn & 1 or fn == sn:
            fr, sr = _pair(one, fr), _pair(one, sr)
            while not fn & 1 and fn:
                fn, sn = fn >> 1, sn >> 1
        else:
            sr = _pair(sr, one)
        fn, sn = fn >> 1, sn >> 1
    return fr == then and sr == now and sn == 0


def _pair(left: bytes, right: bytes) -> bytes:
    return sha256(b"\x01" + left + right).digest()
