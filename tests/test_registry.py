from dataclasses import fields

from iso_qms import move_in
from iso_qms.registry import registry


def test_a_second_application_in_one_process_brings_nothing_twice(app):
    from flask import Flask

    def sizes():
        return {one.name: len(getattr(registry, one.name)) for one in fields(registry)}

    once = sizes()
    move_in(Flask("second"))
    assert sizes() == once
    assert once["rounds"] > 0
