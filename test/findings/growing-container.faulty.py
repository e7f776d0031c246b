log = []


def handle():
    log.append({'event': len(log)})
