"""What the peers share: measuring and answering."""
import json
import sys
import time


def measure(work, runs=5, scale=1, warm_ups=1):
    """Wall-clock and processor seconds of each run, times `scale`, after runs to warm up."""
    for _ in range(warm_ups):
        work()
    wall, cpu = [], []
    for _ in range(runs):
        start = time.perf_counter(), time.process_time()
        work()
        wall.append(scale * (time.perf_counter() - start[0]))
        cpu.append(scale * (time.process_time() - start[1]))
    return {"wall": wall, "cpu": cpu}


def answer(times):
    json.dump(times, sys.stdout)
