#!/usr/bin/env python3
"""Draws the packages' icon, a small network in a chip, and writes it as PNG: nuget/make-icon.py > nuget/icon.png."""
import struct
import sys
import zlib

SIZE = 128
SCALE = 4  # samples a pixel and axis, for smooth edges
BACKGROUND, CHIP, LINK, NODE = (0, 0, 0, 0), (36, 41, 61, 255), (126, 138, 176, 255), (255, 190, 60, 255)

LAYERS = [[(34, y) for y in (44, 84)], [(64, y) for y in (30, 64, 98)], [(94, 64)]]
LINKS = [(a, b) for left, right in zip(LAYERS, LAYERS[1:]) for a in left for b in right]
NODES = [node for layer in LAYERS for node in layer]


def distance_to_link(x, y, link):
    (ax, ay), (bx, by) = link
    dx, dy = bx - ax, by - ay
    t = max(0.0, min(1.0, ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy)))
    return ((x - ax - t * dx) ** 2 + (y - ay - t * dy) ** 2) ** 0.5


def colour(x, y):
    if any((x - nx) ** 2 + (y - ny) ** 2 < 81 for nx, ny in NODES):
        return NODE
    if any(distance_to_link(x, y, link) < 2 for link in LINKS):
        return LINK
    if 12 < x < 116 and 12 < y < 116:
        return CHIP
    # The chip's pins.
    along = x if not 12 < y < 116 else y
    inside = 4 < x < 124 and 4 < y < 124 and (12 < x < 116 or 12 < y < 116)
    return CHIP if inside and 20 < along < 108 and along % 22 < 11 else BACKGROUND


def pixel(px, py):
    samples = [colour(px + (i + 0.5) / SCALE, py + (j + 0.5) / SCALE) for i in range(SCALE) for j in range(SCALE)]
    alpha = sum(s[3] for s in samples)
    if alpha == 0:
        return bytes(4)
    return bytes(round(sum(s[c] * s[3] for s in samples) / alpha) for c in range(3)) + bytes([round(alpha / len(samples))])


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


rows = b"".join(b"\0" + b"".join(pixel(x, y) for x in range(SIZE)) for y in range(SIZE))
sys.stdout.buffer.write(
    b"\x89PNG\r\n\x1a\n"
    + chunk(b"IHDR", struct.pack(">IIBBBBB", SIZE, SIZE, 8, 6, 0, 0, 0))
    + chunk(b"IDAT", zlib.compress(rows, 9))
    + chunk(b"IEND", b""))
