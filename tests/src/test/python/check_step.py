#!/usr/bin/env python3
"""Computes a step that `haven train --dump-step DIR` wrote again with PyTorch, and compares.

Usage: check_step.py DIR/worker-00000

Needs PyTorch and torchvision. The training must have used cross-entropy without label smoothing and without dropout, and
a residual network. Ends with 1 if the logits differ by more than 1e-3 of their length, or a gradient by more than 2 %:
where a value lies within rounding of zero, one framework's ReLU lets a gradient pass that the other's stops.
"""
import json
import pathlib
import re
import sys

import torch
import torchvision

LOGITS = 1e-3
GRADIENT = 2e-2


def floats(name):
    data = bytearray((folder / name).read_bytes())
    return torch.frombuffer(data, dtype=torch.float32)


def torch_name(block):
    name, role = block["name"].rsplit(".", 1)
    role = {"scale": "weight", "shift": "bias"}.get(role, role)
    name = re.sub(r"^stage(\d+)\.(\d+)\.", lambda m: f"layer{m[1]}.{int(m[2]) - 1}.", name)
    name = re.sub(r"(^|\.)norm-project$", r"\1downsample.1", name)
    name = re.sub(r"(^|\.)project$", r"\1downsample.0", name)
    name = re.sub(r"(^|\.)norm(\d)$", r"\1bn\2", name)
    return ("fc" if name == "logits" else name) + "." + role


def distance(some, others):
    return ((some - others).norm() / others.norm()).item()


folder = pathlib.Path(sys.argv[1])
step = json.loads((folder / "step.json").read_text())
rows, classes, shape = step["rows"], step["classes"], step["input"]

model = getattr(torchvision.models, step["network"])(num_classes=classes)
if shape["channels"] != 3:
    model.conv1 = torch.nn.Conv2d(shape["channels"], 64, 7, 2, 3, bias=False)
parameters = floats("parameters")
named = dict(model.named_parameters())
for block in step["blocks"]:
    length = 1
    for extent in block["shape"]:
        length *= extent
    block["slice"] = slice(block["offset"], block["offset"] + length)
    named[torch_name(block)].data = parameters[block["slice"]].reshape(block["shape"]).clone()

images = floats("images").reshape(rows, shape["channels"], shape["height"], shape["width"])
labels = torch.frombuffer(bytearray((folder / "labels").read_bytes()), dtype=torch.int32).long()
weights = floats("weights")
model.train()
logits = model(images)
losses = torch.nn.functional.cross_entropy(logits, labels, reduction="none")
loss = (losses * weights).sum() / weights.sum()
loss.backward()

gradient = floats("gradient")
apart = {
    block["name"]: distance(gradient[block["slice"]].reshape(block["shape"]), named[torch_name(block)].grad)
    for block in step["blocks"]
}
far = max(apart, key=apart.get)
off = distance(floats("logits").reshape(rows, classes), logits.detach())
print(f"PyTorch {torch.__version__}, {step['network']}, {rows} images of {tuple(images.shape[1:])}")
print(f"loss      {step['loss']:.7f} here, {loss.item():.7f} there")
print(f"logits    {off:.1e} apart")
print(f"gradient  {distance(gradient, torch.cat([named[torch_name(b)].grad.flatten() for b in step['blocks']])):.1e} apart, "
      f"at most {apart[far]:.1e} ({far})")
sys.exit(off > LOGITS or apart[far] > GRADIENT)
