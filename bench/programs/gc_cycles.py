"""Cyclic garbage of several shapes, left to the collector and collected by hand."""

import gc

SIZE = 280_000


class Node:
    def __init__(self, value):
        self.value = value
        self.peers = [self]


class Ring:
    __slots__ = ('next', 'load')


def ring(size):
    first = last = Ring()
    for i in range(size - 1):
        last.next = Ring()
        last = last.next
        last.load = [i]
    last.next = first
    return first


def main(n):
    gc.collect()
    total = 0
    for i in range(n):
        node = Node(i)
        node.peers.append(node.peers)
        total += node.value % 7
        if i % 10 == 0:
            ring(5)
    gc.collect()
    gc.disable()
    for i in range(n // 10):
        ring(5)
    found = gc.collect()
    gc.enable()
    return total, found


if __name__ == '__main__':
    from time import perf_counter
    started = perf_counter()
    result = main(SIZE)
    elapsed = perf_counter() - started
    print('checksum', result)
    print('elapsed', elapsed)
