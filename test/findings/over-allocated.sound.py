queue = list(range(4000))
while len(queue) > 2200:
    queue.pop()
queue = queue[:]
