"""Names that all catalogs use for the same things, and their labels for a reader.

A name that is not known here is shown as it was written.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx_modelzoo.schema.languages import language_name
from sphinx_modelzoo.schema.own_fields import NO_FIELDS
from sphinx_modelzoo.views.labels import N_

if TYPE_CHECKING:
    from sphinx_modelzoo.schema.own_fields import OwnFields
    from sphinx_modelzoo.views.labels import Labels

_SPLITS = {
    "train": N_("train"),
    "validation": N_("validation"),
    "val": N_("validation"),
    "valid": N_("validation"),
    "dev": N_("dev"),
    "test": N_("test"),
}


def split_label(split: str, label: Labels) -> str:
    """Return the label of a dataset's part: ``validation``; other names as written."""
    known = _SPLITS.get(split.casefold())
    return label(known) if known is not None else split


# Keys of conditions as catalogs write them; any other key is shown with its underscores spaced.
_CONDITIONS = {
    "attack": N_("attack"),
    "attack_source": N_("attack source"),
    "average": N_("average"),
    "backbone": N_("backbone"),
    "baseline": N_("baseline"),
    "batch_size": N_("batch size"),
    "beam_size": N_("beam size"),
    "budget": N_("budget"),
    "classifier": N_("classifier"),
    "config": N_("configuration"),
    "crop": N_("crop"),
    "depth": N_("depth"),
    "device": N_("device"),
    "epochs": N_("epochs"),
    "framework": N_("framework"),
    "gpu": N_("GPU"),
    "gpus": N_("GPUs"),
    "image_size": N_("image size"),
    "input_size": N_("input size"),
    "iterations": N_("iterations"),
    "k_way": N_("ways"),
    "labels": N_("labels"),
    "language": N_("language"),
    "learning_rate": N_("learning rate"),
    "loss": N_("loss"),
    "max_length": N_("maximum length"),
    "method": N_("method"),
    "mode": N_("mode"),
    "model": N_("model"),
    "n_shot": N_("shots"),
    "optimizer": N_("optimizer"),
    "pathology": N_("pathology"),
    "precision": N_("precision"),
    "pretrained": N_("pre-trained"),
    "pretraining": N_("pre-training"),
    "protocol": N_("protocol"),
    "region": N_("region"),
    "resolution": N_("resolution"),
    "restarts": N_("restarts"),
    "samples": N_("samples"),
    "scale": N_("scale"),
    "schedule": N_("schedule"),
    "seed": N_("seed"),
    "setting": N_("setting"),
    "shots": N_("shots"),
    "split": N_("split"),
    "steps": N_("steps"),
    "task": N_("task"),
    "test_size": N_("test size"),
    "threshold": N_("threshold"),
    "train_examples": N_("training examples"),
    "training_data": N_("training data"),
    "ways": N_("ways"),
    "weighting": N_("weighting"),
}


def condition_label(key: str, label: Labels, fields: OwnFields = NO_FIELDS) -> str:
    """Return the label of a condition: ``input_size`` is ``input size``.

    :param fields: the catalog's own fields, one of which may have labels for it.
    """
    if own := fields.called(key):
        return own.label(label.language)
    known = _CONDITIONS.get(key)
    return label(known) if known is not None else key.replace("_", " ")


_CODE_KINDS = {
    "quick-start": N_("Quick start"),
    "official": N_("Official code"),
    "reproduction": N_("Reproduction"),
    "training": N_("Training code"),
    "inference": N_("Inference code"),
    "other": N_("Code"),
}
_SOURCE_KINDS = {
    "paper": N_("Paper"),
    "code": N_("Code"),
    "reproduction": N_("Reproduction"),
    "report": N_("Report"),
    "leaderboard": N_("Leaderboard"),
    "other": N_("Other source"),
}


def code_kind_label(kind: str, label: Labels) -> str:
    """Return the label of a kind of code link."""
    return label(_CODE_KINDS[kind])


def source_kind_label(kind: str, label: Labels) -> str:
    """Return the label of a kind of source."""
    return label(_SOURCE_KINDS[kind])


_FRAMEWORKS = {
    name.casefold(): name
    for name in (
        "Caffe",
        "Detectron2",
        "JAX",
        "Keras",
        "MindSpore",
        "MXNet",
        "ncnn",
        "OneFlow",
        "ONNX",
        "OpenVINO",
        "PaddlePaddle",
        "PyTorch",
        "scikit-learn",
        "TensorFlow",
        "TensorRT",
        "Transformers",
    )
} | {"paddle": "PaddlePaddle", "torch": "PyTorch", "tf": "TensorFlow", "sklearn": "scikit-learn"}


def framework_label(framework: str) -> str:
    """Return a framework's name as its makers write it: ``paddlepaddle`` is ``PaddlePaddle``."""
    return _FRAMEWORKS.get(framework.casefold(), framework)


def language_label(language: str, label: Labels) -> str:
    """Return the name of a natural language in the language of the labels, or its tag."""
    return language_name(language, label.language if label.translated else "en")
