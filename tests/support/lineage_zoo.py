"""A zoo with lineage, variants that say things themselves, and pictures for dark themes."""

from __future__ import annotations

import struct
import zlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

CATALOG = """\
models:
  - id: seed
    name: Seed-7B
    summary: {en: A language model of seven billion parameters., zh: 七十亿参数的语言模型。}
    license: Apache-2.0
    tasks: [text-generation]
    params: 7B
    weights: {url: "https://example.org/seed.bin", size: 14 GB, md5: "MD5"}
    config: configs/seed.yaml
    log: https://example.org/logs/seed.log
    images:
      - src: img/light.png
        dark: img/dark.png
        alt: {en: The loss falls., zh: 损失下降。}
        caption: {en: Training loss, zh: 训练损失}
    base_model: https://huggingface.co/acme/Root-7B
    demo: {en: "https://example.org/en/", zh: "https://example.org/zh/"}
    aliases: [old-seed]
  - id: seed-chat
    name: Seed-Chat
    summary: {en: Seed that talks., zh: 会对话的 Seed。}
    tasks: [text-generation]
    base_model: {model: old-seed, relation: finetune}
    thumbnail: {src: img/thumb.png, dark: img/dark.png}
    variants:
      - id: int4
        name: Seed-Chat-Int4
        license: MIT
        base_model: {model: seed-chat, relation: quantized}
        weights: {url: "https://example.org/int4.bin", size: 4 GB, sha256: "SUM"}
        log: https://example.org/logs/int4.log
        description: Four bits a weight.
      - id: full
        params: 7.1B
  - id: mix
    name: Seed-Mix
    tasks: [text-generation]
    base_model: [{model: seed, relation: merge}, {model: seed-chat, relation: merge}]
""".replace("SUM", "ab" * 32).replace("MD5", "cd" * 16)


def png(colour: tuple[int, int, int], width: int = 240, height: int = 120) -> bytes:
    """A picture of one colour."""
    rows = (b"\0" + bytes(colour) * width) * height

    def chunk(kind: bytes, data: bytes) -> bytes:
        body = kind + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = chunk(b"IHDR", head), chunk(b"IDAT", zlib.compress(rows)), chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def write_pictures(docs: Path) -> None:
    """Write the pictures of the catalog below a folder of documents."""
    folder = docs / "img"
    folder.mkdir(parents=True, exist_ok=True)
    for name, colour in (
        ("light", (250, 210, 120)),
        ("dark", (30, 60, 120)),
        ("thumb", (120, 200, 140)),
    ):
        (folder / f"{name}.png").write_bytes(png(colour))
