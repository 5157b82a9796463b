"""What is installed for a release of vLLM."""

from compat.wheels import chosen

DECLARED = {
    "an old one": (
        ("transformers>=4.55.2", "torch==2.8.0+cpu; platform_machine != 'none'", "triton==3.2.0"),
        ["transformers>=4.55.2", "torch==2.8.0", "transformers<5"],
    ),
    "one with its own bound": (
        ("transformers<5,>=4.56.0", "torchvision; platform_machine != 'none'", "numpy"),
        ["transformers<5,>=4.56.0", "numpy"],
    ),
    "a new one": (
        ("transformers>=5.5.3", "zentorch==1; extra == 'zen'", "torch==1; sys_platform == 'none'"),
        ["transformers>=5.5.3"],
    ),
    "one for both": (("transformers!=5.0.*,>=4.56.0",), ["transformers!=5.0.*,>=4.56.0"]),
}


def test_what_a_release_declares_is_installed_without_cuda_builds() -> None:
    """Markers are followed, any build of torch will do, and transformers has a bound."""
    for name, (declared, expected) in DECLARED.items():
        assert list(chosen(declared)) == expected, name
