"""A cooperative scheduler of tasks, queues and devices, in the manner of an operating system."""

SIZE = 11_000


class Packet:
    def __init__(self, kind, payload):
        self.kind = kind
        self.payload = payload
        self.hops = 0


class Task:
    def __init__(self, name, priority):
        self.name = name
        self.priority = priority
        self.inbox = []
        self.handled = 0
        self.waiting = False

    def receive(self, packet):
        self.inbox.append(packet)
        self.waiting = False

    def run(self, scheduler):
        if not self.inbox:
            self.waiting = True
            return
        self.handled += 1
        self.handle(self.inbox.pop(0), scheduler)

    def handle(self, packet, scheduler):
        raise NotImplementedError


class Worker(Task):
    def __init__(self, name, priority, target):
        super().__init__(name, priority)
        self.target = target
        self.sum = 0

    def handle(self, packet, scheduler):
        packet.hops += 1
        for i, value in enumerate(packet.payload):
            packet.payload[i] = (value * 31 + packet.hops) % 256
            self.sum += packet.payload[i]
        if packet.hops < 12:
            scheduler.send(self.target, packet)
        else:
            scheduler.finish(packet)


class Device(Task):
    def handle(self, packet, scheduler):
        packet.hops += 1
        scheduler.send('worker' if packet.kind else 'helper', packet)


class Scheduler:
    def __init__(self):
        self.tasks = {}
        self.order = []
        self.finished = 0

    def add(self, task):
        self.tasks[task.name] = task
        self.order = sorted(self.tasks.values(), key=lambda t: -t.priority)

    def send(self, name, packet):
        self.tasks[name].receive(packet)

    def finish(self, packet):
        self.finished += 1

    def run(self):
        steps = 0
        while True:
            for task in self.order:
                if not task.waiting:
                    task.run(self)
                    steps += 1
                    break
            else:
                return steps


def main(n):
    scheduler = Scheduler()
    for task in (Worker('worker', 5, 'disk'), Worker('helper', 4, 'net'), Device('disk', 9),
                 Device('net', 8)):
        scheduler.add(task)
    for i in range(n):
        scheduler.send('worker' if i % 3 else 'helper', Packet(i % 2, [i % 256, 1, 2, 3]))
    steps = scheduler.run()
    tasks = scheduler.tasks
    return steps, scheduler.finished, tasks['worker'].sum, tasks['helper'].handled


if __name__ == '__main__':
    from time import perf_counter
    started = perf_counter()
    result = main(SIZE)
    elapsed = perf_counter() - started
    print('checksum', result)
    print('elapsed', elapsed)
