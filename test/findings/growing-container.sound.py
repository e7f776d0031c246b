from collections import deque

log = deque(maxlen=5)


def handle():
    log.append({'event': len(log)})
