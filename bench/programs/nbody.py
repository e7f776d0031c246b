"""Planets under gravity: float arithmetic on lists."""

SIZE = 44_000

SUN = 39.47841760435743
YEAR = 365.24


def bodies():
    return [
        [0.0, 0.0, 0.0, 0.0, 0.0, 0.0, SUN],
        [4.84143144246472, -1.16032004402742, -0.10362204447112, 0.00166007664274 * YEAR,
         0.00769901118419 * YEAR, -0.00006904600169 * YEAR, 0.00095479193842 * SUN],
        [8.34336671824457, 4.12479856412430, -0.40352341711432, -0.00276742510726 * YEAR,
         0.00499852801234 * YEAR, 0.00002304172975 * YEAR, 0.00028588598066 * SUN],
        [12.8943695621391, -15.1111514016986, -0.22330757889265, 0.00296460137564 * YEAR,
         0.00237847173959 * YEAR, -0.00002965895685 * YEAR, 0.00004366244043 * SUN],
        [15.3796971148509, -25.9193146099879, 0.17925877295037, 0.00268067772490 * YEAR,
         0.00162824170038 * YEAR, -0.00009515922545 * YEAR, 0.00005151389020 * SUN],
    ]


def advance(pairs, system, dt, steps):
    for _ in range(steps):
        for a, b in pairs:
            dx = a[0] - b[0]
            dy = a[1] - b[1]
            dz = a[2] - b[2]
            pull = dt / (dx * dx + dy * dy + dz * dz) ** 1.5
            to_b = b[6] * pull
            to_a = a[6] * pull
            a[3] -= dx * to_b
            a[4] -= dy * to_b
            a[5] -= dz * to_b
            b[3] += dx * to_a
            b[4] += dy * to_a
            b[5] += dz * to_a
        for body in system:
            body[0] += dt * body[3]
            body[1] += dt * body[4]
            body[2] += dt * body[5]


def energy(pairs, system):
    total = 0.0
    for x, y, z, vx, vy, vz, mass in system:
        total += 0.5 * mass * (vx * vx + vy * vy + vz * vz)
    for a, b in pairs:
        total -= a[6] * b[6] / sum((p - q) ** 2 for p, q in zip(a[:3], b[:3])) ** 0.5
    return total


def main(steps):
    system = bodies()
    pairs = [(a, b) for i, a in enumerate(system) for b in system[i + 1:]]
    before = energy(pairs, system)
    advance(pairs, system, 0.01, steps)
    return round(before, 8), round(energy(pairs, system), 8)


if __name__ == '__main__':
    from time import perf_counter
    started = perf_counter()
    result = main(SIZE)
    elapsed = perf_counter() - started
    print('checksum', result)
    print('elapsed', elapsed)
