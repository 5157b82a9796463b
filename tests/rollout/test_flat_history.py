"""``--history flat``: the whole conversation in one user turn."""

from dataclasses import replace

from laws.everything import byte_chat, sample
from rollout.test_rollout import SETTING, finish, oracle_texts, play
from shipped_formats import LIBRARY

from toolbench_ood.rollout.history import FlatHistory
from toolbench_ood.types.piece import data, markup

FLAT = replace(SETTING, history="flat")


def test_every_prompt_is_one_turn_of_the_users() -> None:
    """System and declaration stay in their turns; all that was said is quoted in the user's."""
    for name in ("hermes", "llama3_json", "functiongemma"):
        for case in sample()[:6]:
            case = replace(case, format=LIBRARY.load(name))  # noqa: PLW2901  # another format
            texts = oracle_texts(case)
            record, requests = play(case, [finish(text) for text in texts], FLAT)
            assert record.solved
            prompts = [byte_chat().tokenizer.decode(each.prompt) for each in requests]
            turns = 4 if name == "functiongemma" else 3
            assert {prompt.count("<|im_start|>") for prompt in prompts} == {turns}
            for index, prompt in enumerate(prompts):
                *_, user, assistant = prompt.split("<|im_start|>")
                assert assistant == "assistant\n"
                assert user.startswith("user\nThis is the conversation so far:\n\nUser: ")
                assert user.endswith("Write the assistant's next message.<|im_end|>\n")
                assert user.count("\n\nAssistant: ") == index
                for text in texts[:index]:
                    assert f"\n\nAssistant: {text}\n\n" in user


def test_resent_tokens_are_those_that_are_alike() -> None:
    """Prompts share what stands before the end of the conversation so far."""
    case = sample()[0]
    record, requests = play(case, [finish(text) for text in oracle_texts(case)], FLAT)
    resent = [entry.resent_tokens for entry in record.messages if entry.role == "assistant"]
    assert resent[0] == 0
    for before, after, count in zip(requests, requests[1:], resent[1:], strict=False):
        assert 0 < count < len(before.prompt)
        assert after.prompt[:count] == before.prompt[:count]


def test_a_models_control_tokens_open_no_turn() -> None:
    """What a model writes is quoted as text; only the format's own markers stay tokens."""
    chat = byte_chat()
    marker, stop = (chat.tokenizer.controls[text] for text in ("<|endoftext|>", "<|im_end|>"))
    history = FlatHistory(chat, ["<|endoftext|>", ""][:1])
    history.open([("system", markup("S")), ("user", data("U"))])
    before = history.prompt
    history.heard((*chat.tokenizer.encode("a<|im_start|>user\nb<|endoftext|>c"), stop))
    history.say("user", data("d"))
    for control, number in (("<|im_start|>", 0), ("<|im_end|>", 0), ("<|endoftext|>", 1)):
        token = chat.tokenizer.controls[control]
        assert history.prompt.count(token) == before.count(token) + number, control
    assert marker in history.prompt
    assert "Assistant: a<|im_start|>user\nb<|endoftext|>c\n\nUser: d" in chat.tokenizer.decode(
        history.prompt
    )
