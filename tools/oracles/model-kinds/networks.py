"""Multi-layer perceptrons of Keras, written as ONNX by its own export (which calls tf2onnx)."""

import os
import tempfile
from pathlib import Path

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("CUDA_VISIBLE_DEVICES", "-1")

import keras
import numpy as np
import onnx
import tensorflow as tf
import tf2onnx
from keras import layers

OPSET = 18


def _export(model):
    """Inputs keep the names and types of the model's own input layers."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "model.onnx"
        model.export(file, format="onnx", opset_version=OPSET, verbose=False)
        return onnx.load(file)


def _export_fixed(model, batch_size):
    """keras' export makes every batch size dynamic; tf2onnx itself keeps the one it is told."""
    signature = [tf.TensorSpec((batch_size, *t.shape[1:]), t.dtype, name=t.name) for t in model.inputs]
    call = tf.function(lambda *tensors: model(tensors), input_signature=signature)
    return tf2onnx.convert.from_function(call, input_signature=signature, opset=OPSET)[0]


def _standardized(x):
    """A Rescaling, not a Normalization: the export leaves the latter's mean and deviation as inputs of the graph."""
    mean, deviation = x.mean(axis=0), x.std(axis=0)
    return layers.Rescaling((1 / deviation).tolist(), (-mean / deviation).tolist())


def _fit(model, x, y, loss):
    model.compile(optimizer=keras.optimizers.Adam(0.01), loss=loss)
    model.fit(x, y, epochs=8, batch_size=64, verbose=0)
    return model


def _perceptron(table, units, activation, loss, y, batch_size=None):
    keras.utils.set_random_seed(1)
    x = table.iloc[:, :-1].to_numpy(np.float32)
    source = keras.Input((x.shape[1],), name="features")
    hidden = layers.Dense(16, activation="relu")(_standardized(x)(source))
    output = layers.Dense(units, activation=activation)(layers.Dense(8, activation="relu")(hidden))
    model = _fit(keras.Model(source, output), x, y, loss)
    return _export(model) if batch_size is None else _export_fixed(model, batch_size)


def keras_sigmoid(table):
    return _perceptron(table, 1, "sigmoid", "binary_crossentropy", table.iloc[:, -1].to_numpy(np.float32))


def keras_fixed_batch(table):
    """Takes 16 rows a run, no more and no fewer; 1,000 is no multiple of it."""
    return _perceptron(table, 1, "sigmoid", "binary_crossentropy", table.iloc[:, -1].to_numpy(np.float32), 16)


def keras_logits(table):
    """One number a row on the log-odds scale: no sigmoid at the end."""
    loss = keras.losses.BinaryCrossentropy(from_logits=True)
    return _perceptron(table, 1, None, loss, table.iloc[:, -1].to_numpy(np.float32))


def keras_softmax(table):
    """Classes in the order of sorted texts: high, low, medium."""
    codes = np.unique(table.iloc[:, -1], return_inverse=True)[1]
    return _perceptron(table, 3, "softmax", "sparse_categorical_crossentropy", codes)


def keras_two_inputs(table):
    """amounts: float [N,4]; counts: int64 [N,2]. The reference has its columns in this order."""
    keras.utils.set_random_seed(1)
    amounts, counts = table.iloc[:, :4].to_numpy(np.float32), table.iloc[:, 4:6].to_numpy(np.int64)
    first, second = keras.Input((4,), name="amounts"), keras.Input((2,), dtype="int64", name="counts")
    # log(1 + count) through a cast, so that the int64 really enters the network as int64.
    logged = layers.Lambda(lambda t: tf.math.log(1 + tf.cast(t, tf.float32)))(second)
    joined = layers.Concatenate()([_standardized(amounts)(first), logged])
    output = layers.Dense(1, activation="sigmoid")(layers.Dense(12, activation="relu")(joined))
    model = keras.Model([first, second], output)
    return _export(_fit(model, [amounts, counts], table.iloc[:, -1].to_numpy(np.float32), "binary_crossentropy"))
