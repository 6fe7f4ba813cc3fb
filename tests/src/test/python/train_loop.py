#!/usr/bin/env python3
"""Goes forward and back over one batch as often as it is told: the other side of TrainingBench.

Usage: train_loop.py NETWORK SIDE BATCH CLASSES THREADS

Needs PyTorch and torchvision; ends with 3 where there are none. Prints its version; then, for each number of images that
it reads, goes through so many and prints how many they were. Random images and labels; the weights stay.
"""
import sys

try:
    import torch
    import torchvision
except ImportError as missing:
    print(missing, file=sys.stderr)
    sys.exit(3)

network, side, batch, classes, threads = sys.argv[1], *map(int, sys.argv[2:])
torch.set_num_threads(threads)
torch.manual_seed(1)
model = getattr(torchvision.models, network)(num_classes=classes)
model.train()
images = torch.rand(batch, 3, side, side) * 3.4 - 1.7
labels = torch.arange(batch) % classes
print(f"PyTorch {torch.__version__}", flush=True)
for line in sys.stdin:
    done = 0
    while done < int(line):
        model.zero_grad()
        torch.nn.functional.cross_entropy(model(images), labels).backward()
        done += batch
    print(done, flush=True)
