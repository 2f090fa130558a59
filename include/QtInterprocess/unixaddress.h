// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include <QtInterprocess/global.h>

#if QTINTERPROCESS_HAS_UNIX || defined(Q_QDOC)

#    include <QtCore/qbytearray.h>
#    include <QtCore/qmetatype.h>
#    include <QtCore/qobjectdefs.h>
#    include <QtCore/qstring.h>

namespace QtInterprocess {

/*!
    The address of a Unix domain socket: a path, an abstract name of Linux, or none. A value type: a type and bytes, and never more.

    Names are bytes for the kernel. Paths are encoded as QFile::encodeName() does; abstract names are taken exactly
    as given, of exactly their length, and may hold any bytes.
*/
class QTINTERPROCESS_EXPORT UnixAddress
{
    Q_GADGET
    Q_PROPERTY(Type type READ type CONSTANT)
    Q_PROPERTY(QByteArray bytes READ bytes CONSTANT)

public:
    enum class Type : int { Unnamed, Path, Abstract };
    Q_ENUM(Type)

    /*! An unnamed address, as the ends of a socket pair have it. */
    UnixAddress() = default;

    /*!
        The file system path \a path; a relative one is relative to the working directory at the time of use.

        Every kind of text that can stand for a QString is a path: \c{"x"}, QLatin1StringView, QStringView, \c{a % b} with
        \c QT_USE_QSTRINGBUILDER. Under \c QT_NO_CAST_FROM_ASCII \c{"x"} does not compile. Pass QByteArray for bytes that are
        encoded already.
    */
    static UnixAddress fromPath(const QString &path);
    static UnixAddress fromPath(const QByteArray &encodedPath);
    template <typename Text, std::enable_if_t<Private::isText<Text>, bool> = true>
    static UnixAddress fromPath(const Text &path)
    {
        return fromPath(Private::toQString(path));
    }
    template <typename Text, std::enable_if_t<Private::isForbiddenText<Text>, bool> = true>
    static UnixAddress fromPath(const Text &path) = delete;

    /*! The abstract name \a name, without the leading zero byte of \c sun_path. Linux only. */
    static UnixAddress abstract(const QByteArray &name);

    Type type() const noexcept { return m_type; }

    /*! The path or the name as bytes, without anything added. */
    QByteArray bytes() const { return m_bytes; }

    /*! For people: the path, \c @name with other bytes than printable ASCII as \c {\xNN}, or an empty string. */
    QString toString() const;

    /*!
        The longest path in bytes that \c sockaddr_un takes here (107 on Linux). On Linux longer ones work too, up to
        the limits of the file system.
    */
    static int maximumPathLength() noexcept;

    /*! The longest abstract name in bytes; 0 where there are none. */
    static int maximumAbstractLength() noexcept;

    friend bool operator==(const UnixAddress &a, const UnixAddress &b) noexcept
    {
        return a.m_type == b.m_type && a.m_bytes == b.m_bytes;
    }
    friend bool operator!=(const UnixAddress &a, const UnixAddress &b) noexcept { return !(a == b); }

private:
    UnixAddress(Type type, const QByteArray &bytes) : m_type(type), m_bytes(bytes) { }

    Type m_type = Type::Unnamed;
    QByteArray m_bytes;
};

} // namespace QtInterprocess

#else
#    error "UnixAddress is for Unix only. The portable class is QtInterprocess::LocalName."
#endif
