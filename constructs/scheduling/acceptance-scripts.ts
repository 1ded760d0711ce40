/**
 * Runs in every pod: starts the benchmark on the node's accelerators, then reads NCCL's own log. A job that came through
 * over TCP must not pass, however fast it was.
 */
export const acceptanceShell = `#!/bin/bash
set -uo pipefail
export NCCL_DEBUG=INFO NCCL_DEBUG_SUBSYS=INIT,NET
logs="\${ACCEPTANCE_LOGS:-/tmp/nccl}"
mkdir -p "$logs"

if [ -n "\${MIN_LINK_GBPS:-}" ]; then
  bash "\${ACCEPTANCE_LINK_TEST:-/acceptance/links.sh}" || exit 1
fi

export NCCL_DEBUG_FILE="$logs/%h.%p.log"

torchrun --nnodes="$NODES" --nproc-per-node="$ACCELERATORS" --node-rank="$JOB_COMPLETION_INDEX" \\
  --master-addr="$JOB_NAME-0.$SERVICE" --master-port=29500 "\${ACCEPTANCE_BENCHMARK:-/acceptance/all_reduce.py}"
benchmark=$?

if grep -rqE "Using network Socket|via NET/Socket" "$logs"; then
  echo "FAILED: NCCL fell back to TCP sockets"
  grep -rhE "Using network|via NET/Socket|NET/OFI" "$logs" | sort -u | head -n 20
  exit 1
fi
# One pattern a line; each must be in the log.
while IFS= read -r pattern; do
  if ! grep -rqE "$pattern" "$logs"; then
    echo "FAILED: the NCCL log does not show that traffic went over $TRANSPORT"
    exit 1
  fi
done <<<"$NCCL_MUST_LOG"
if [ "$benchmark" -ne 0 ]; then
  echo "FAILED: the benchmark ended with status $benchmark"
  exit 1
fi
echo "PASSED: traffic went over $TRANSPORT"
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

/**
 * Measures every adapter between every two nodes. Nodes meet as in a tournament: in each round every node has one
 * partner, so that no link is measured under the load of another. The node of lower number serves; a client whose server
 * is not there yet tries again.
 */
export const linkTestShell = `#!/bin/bash
set -uo pipefail
tool="\${LINK_TEST_TOOL:-ib_write_bw}"
verbs="\${LINK_TEST_VERBS:-/dev/infiniband}"
sysfs="\${LINK_TEST_SYSFS:-/sys/class/infiniband_verbs}"
if ! command -v "$tool" >/dev/null; then
  echo "FAILED: the image has no ib_write_bw (package perftest), by which links are measured"
  exit 1
fi
me="$JOB_COMPLETION_INDEX"
# The pod's own devices: sysfs shows those of the whole node.
mapfile -t devices < <(for node in "$verbs"/uverbs*; do cat "$sysfs/\${node##*/}/ibdev" 2>/dev/null; done | sort -V)
if [ "\${#devices[@]}" -eq 0 ]; then
  echo "FAILED: no RDMA device is in the pod"
  exit 1
fi

# An odd number of nodes gets a partner that is not there: whoever meets it rests.
seats=$((NODES + NODES % 2))
slow=0

partner_in() { # round: the circle method, the last seat stays and the others move on
  local round=$1 ring=$((seats - 1))
  if [ "$me" -eq $ring ]; then
    # The one whose double is the round, modulo the odd number of moving seats.
    local half=$(((ring + 1) / 2))
    echo $((round * half % ring))
    return
  fi
  local partner=$(((round - me + ring) % ring))
  if [ "$partner" -eq "$me" ]; then echo $ring; else echo "$partner"; fi
}

measure() { # partner device port: one link, this node as server or as client
  local partner=$1 device=$2 output="" gbps
  local options=(-d "$device" -p "$3" -F --report_gbits -s 1048576 -D 5 -q 4)
  if [ "$me" -lt "$partner" ]; then
    timeout 300 "$tool" "\${options[@]}" >/dev/null 2>&1
    return 0
  fi
  for _ in $(seq 60); do
    output=$(timeout 60 "$tool" "\${options[@]}" "$JOB_NAME-$partner.$SERVICE" 2>/dev/null) && break
    output=""
    sleep 2
  done
  # Columns: bytes, iterations, peak, average, message rate.
  gbps=$(echo "$output" | awk '$1 == 1048576 { print $4 }')
  if [ -z "$gbps" ]; then
    echo "FAILED link: node $me to node $partner, $device: no answer"
    return 1
  fi
  if awk -v got="$gbps" -v need="$MIN_LINK_GBPS" 'BEGIN { exit !(got < need) }'; then
    echo "FAILED link: node $me to node $partner, $device: $gbps Gb/s, needed $MIN_LINK_GBPS"
    return 1
  fi
  echo "link node $me to node $partner, $device: $gbps Gb/s"
}

for ((round = 0; round < seats - 1; round++)); do
  partner=$(partner_in "$round")
  [ "$partner" -ge "$NODES" ] && continue
  # Rails are links of their own: all of a pair are measured at once.
  running=()
  for index in "\${!devices[@]}"; do
    measure "$partner" "\${devices[$index]}" $((18515 + index)) &
    running+=($!)
  done
  for process in "\${running[@]}"; do
    wait "$process" || slow=$((slow + 1))
  done
done
if [ "$slow" -gt 0 ]; then
  echo "FAILED: $slow links of node $me are too slow"
  exit 1
fi
`;
