#!/usr/bin/env python3
"""Draws boat.png, the picture of the lesson "Your own picture": our own drawing, from formulas alone.

usage: draw_boat.py [OUT.png]        (standard library only)
"""
import math
import struct
import sys
import zlib

SIZE = 160      # pixels a side
SAMPLES = 4     # per pixel and axis, for soft edges


def in_triangle(p, a, b, c):
    def side(u, v):
        return (v[0] - u[0]) * (p[1] - u[1]) - (v[1] - u[1]) * (p[0] - u[0])
    sides = side(a, b), side(b, c), side(c, a)
    return all(s >= 0 for s in sides) or all(s <= 0 for s in sides)


def is_ink(x, y):
    """x, y in [-1, 1], y upwards."""
    hull = -0.42 < y < -0.18 and abs(x) < 0.62 + 0.9 * (y + 0.18)
    mast = abs(x + 0.02) < 0.022 and -0.2 < y < 0.86
    main_sail = in_triangle((x, y), (0.06, -0.10), (0.06, 0.80), (0.58, -0.10))
    fore_sail = in_triangle((x, y), (-0.10, -0.10), (-0.10, 0.62), (-0.46, -0.10))
    sun = 0.11 < math.hypot(x + 0.66, y - 0.66) < 0.19
    waves = any(abs(y - base - 0.045 * math.sin(9.0 * x + phase)) < 0.028 and abs(x) < reach
                for base, phase, reach in ((-0.56, 0.0, 0.86), (-0.74, 1.6, 0.70)))
    return hull or mast or main_sail or fore_sail or sun or waves


def darkness(column, row):
    hits = 0
    for i in range(SAMPLES):
        for j in range(SAMPLES):
            x = 2.0 * (column + (i + 0.5) / SAMPLES) / SIZE - 1.0
            y = 1.0 - 2.0 * (row + (j + 0.5) / SAMPLES) / SIZE
            hits += is_ink(x, y)
    return hits / SAMPLES**2


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(rows):
    header = struct.pack(">IIBBBBB", SIZE, SIZE, 8, 0, 0, 0, 0)     # 8-bit grey
    raw = b"".join(b"\0" + bytes(row) for row in rows)
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(raw, 9))
            + chunk(b"IEND", b""))


if __name__ == "__main__":
    picture = [[round(255 * (1 - darkness(c, r))) for c in range(SIZE)] for r in range(SIZE)]
    with open(sys.argv[1] if len(sys.argv) > 1 else "boat.png", "wb") as file:
        file.write(png(picture))
