"""Agencies, units, posts and their dated holders, delegation, people, roles and rights (ISO 9001:2015, 5.3).

Owners, approvers and addressees are posts; people hold posts for a time. Every act keeps the name, post and signing
capacity of its day, so that whoever leaves changes no past record.
"""
