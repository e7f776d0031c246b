"""Singly linked lists of objects: push, reverse, merge sort, release."""

SIZE = 80_000


class Node:
    def __init__(self, value, next):
        self.value = value
        self.next = next


def merge(a, b):
    head = tail = Node(None, None)
    while a is not None and b is not None:
        if a.value <= b.value:
            tail.next, a = a, a.next
        else:
            tail.next, b = b, b.next
        tail = tail.next
    tail.next = a if a is not None else b
    return head.next


def sort(node):
    if node is None or node.next is None:
        return node
    slow, fast = node, node.next
    while fast is not None and fast.next is not None:
        slow, fast = slow.next, fast.next.next
    middle, slow.next = slow.next, None
    return merge(sort(node), sort(middle))


def main(n):
    head = None
    for i in range(n):
        head = Node(i * 7919 % 10007, head)
    head = sort(head)
    previous = None
    while head is not None:
        head.next, previous, head = previous, head, head.next
    total = position = 0
    while previous is not None:
        position += 1
        total += position * previous.value
        previous = previous.next
    return total, position


if __name__ == '__main__':
    from time import perf_counter
    started = perf_counter()
    result = main(SIZE)
    elapsed = perf_counter() - started
    print('checksum', result)
    print('elapsed', elapsed)
