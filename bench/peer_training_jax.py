"""The training step of peer_training.py in JAX: jitted, 100 steps to a lax.scan, so that Python is outside the loop.
usage: peer_training_jax.py BATCH WIDTH DEPTH SECONDS -> one line "steps_per_second <number>" (of processor time)"""
import math
import os
import sys
import time

os.environ.setdefault("XLA_FLAGS", "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1")
import jax
import jax.numpy as jnp
import optax

batch, width, depth = map(int, sys.argv[1:4])
seconds = float(sys.argv[4])
levels = jnp.exp(jnp.linspace(math.log(10.0), math.log(0.1), 20))
adam = optax.adam(1e-3)


def initial(key):
    layers, inputs = [], 3
    for outputs in [width] * depth + [2]:
        key, own = jax.random.split(key)
        bound = 1 / math.sqrt(inputs)
        layers.append((jax.random.uniform(own, (inputs, outputs), minval=-bound, maxval=bound), jnp.zeros(outputs)))
        inputs = outputs
    return layers


def network(layers, x):
    for weight, bias in layers[:-1]:
        x = jax.nn.silu(x @ weight + bias)
    return x @ layers[-1][0] + layers[-1][1]


def step(carry, _):
    layers, state, key = carry
    key, of_clean, of_mode, of_level, of_noise = jax.random.split(key, 5)
    mode = jnp.where(jax.random.uniform(of_mode, (batch, 1)) < 0.2, -5.0, 5.0)
    clean = jax.random.normal(of_clean, (batch, 2)) + mode
    sigma = levels[jax.random.randint(of_level, (batch,), 0, 20)][:, None]
    noise = jax.random.normal(of_noise, (batch, 2))

    def loss_of(now):
        output = network(now, jnp.concatenate([clean + sigma * noise, jnp.log(sigma)], 1))
        return 0.5 * jnp.square(output + noise).sum(1).mean()

    loss, gradient = jax.value_and_grad(loss_of)(layers)
    change, state = adam.update(gradient, state)
    return (optax.apply_updates(layers, change), state, key), loss


STEPS = 100
many = jax.jit(lambda carry: jax.lax.scan(step, carry, None, length=STEPS), donate_argnums=0)
layers = initial(jax.random.PRNGKey(0))
carry = (layers, adam.init(layers), jax.random.PRNGKey(1))
for _ in range(3):
    carry, losses = jax.block_until_ready(many(carry))
end, began, done = time.perf_counter() + seconds, time.process_time(), 0
while time.perf_counter() < end:
    carry, losses = jax.block_until_ready(many(carry))
    done += STEPS
print(f"steps_per_second {done / (time.process_time() - began):.1f}")
