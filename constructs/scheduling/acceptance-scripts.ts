/**
 * Runs in every pod: starts the benchmark on the node's accelerators, then reads NCCL's own log. A job that came through
 * over TCP must not pass, however fast it was.
 */
export const acceptanceShell = `#!/bin/bash
set -uo pipefail
export NCCL_DEBUG=INFO NCCL_DEBUG_SUBSYS=INIT,NET
logs="\${ACCEPTANCE_LOGS:-/tmp/nccl}"
mkdir -p "$logs"
export NCCL_DEBUG_FILE="$logs/%h.%p.log"

torchrun --nnodes="$NODES" --nproc-per-node="$ACCELERATORS" --node-rank="$JOB_COMPLETION_INDEX" \\
  --master-addr="$JOB_NAME-0.$SERVICE" --master-port=29500 "\${ACCEPTANCE_BENCHMARK:-/acceptance/all_reduce.py}"
benchmark=$?

if grep -rqE "Using network Socket|via NET/Socket" "$logs"; then
  echo "FAILED: NCCL fell back to TCP sockets"
  grep -rhE "Using network|via NET/Socket|NET/OFI" "$logs" | sort -u | head -n 20
  exit 1
fi
if ! grep -rqE "Selected [Pp]rovider is efa" "$logs" || ! grep -rqE "Using network (AWS )?Libfabric" "$logs"; then
  echo "FAILED: the NCCL log does not show that traffic went over EFA"
  exit 1
fi
if [ "$benchmark" -ne 0 ]; then
  echo "FAILED: the benchmark ended with status $benchmark"
  exit 1
fi
echo "PASSED: traffic went over EFA"
`;

/** The benchmark: bus bandwidth of an all-reduce as nccl-tests defines it, 2(n-1)/n of the bytes over the time. */
export const allReducePython = `import os
import sys
import time

import torch
import torch.distributed as dist

SIZES = [2**exponent for exponent in range(28, 34)]
WARM_UP, ROUNDS = 5, 20

local_rank = int(os.environ["LOCAL_RANK"])
torch.cuda.set_device(local_rank)
dist.init_process_group("nccl", device_id=torch.device("cuda", local_rank))
rank, ranks = dist.get_rank(), dist.get_world_size()
needed = float(os.environ["MIN_BUS_GBPS"])

best = 0.0
for size in SIZES:
    data = torch.ones(size // 2, dtype=torch.bfloat16, device="cuda")
    for _ in range(WARM_UP):
        dist.all_reduce(data)
    torch.cuda.synchronize()
    dist.barrier()
    start = time.perf_counter()
    for _ in range(ROUNDS):
        dist.all_reduce(data)
    torch.cuda.synchronize()
    seconds = torch.tensor([(time.perf_counter() - start) / ROUNDS], device="cuda")
    dist.all_reduce(seconds, op=dist.ReduceOp.MAX)
    bus = size / seconds.item() * 2 * (ranks - 1) / ranks / 1e9
    best = max(best, bus)
    if rank == 0:
        print(f"all_reduce {size} bytes {ranks} ranks: {bus:.1f} GB/s bus bandwidth", flush=True)
    del data

# The slowest rank's time is everyone's, so all ranks reach the same verdict.
if rank == 0:
    verdict = "PASSED" if best >= needed else "FAILED"
    print(f"{verdict}: best bus bandwidth {best:.1f} GB/s, needed {needed:.1f} GB/s", flush=True)
dist.destroy_process_group()
sys.exit(0 if best >= needed else 1)
`;
