// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Tests the meta objects of all public classes. Each property notifies once per change, and each
// enum has names.

#include "publictypes.h"

#include <QtCore/qbuffer.h>
#include <QtCore/qmetaobject.h>
#include <QtCore/qproperty.h>
#include <QtTest/qsignalspy.h>
#include <QtTest/qtest.h>

#include <algorithm>
#include <memory>
#include <type_traits>
#include <vector>

using namespace QtInterprocess;

namespace {

struct PublicType
{
    QByteArray name;
    const QMetaObject *metaObject = nullptr; // null: the type has no meta object
    bool isObject = false;
    std::unique_ptr<QObject> (*make)(QIODevice *device) = nullptr; // null: no object can be created
};

template <typename T>
std::unique_ptr<QObject> makeObject(QIODevice *device)
{
    if constexpr (std::is_constructible_v<T, QObject *>)
        return std::make_unique<T>();
    else if constexpr (std::is_constructible_v<T, QIODevice *>)
        return std::make_unique<T>(device);
    else if constexpr (std::is_constructible_v<T, QIODevice *, QIODevice *>)
        return std::make_unique<T>(device, device);
    else if constexpr (std::is_constructible_v<T, MessageChannel *>)
        return std::make_unique<T>(nullptr);
    else if constexpr (std::is_constructible_v<T, qint64>)
        return std::make_unique<T>(4096);
    else
        return std::make_unique<T>(QStringLiteral("qtinterprocess-metaobjects"));
}

template <typename T>
PublicType publicType(const char *name)
{
    PublicType type;
    type.name = name;
    if constexpr (std::is_base_of_v<QObject, T>) {
        type.isObject = true;
        type.metaObject = &T::staticMetaObject;
        // clang-format off
        if constexpr (std::is_constructible_v<T, QObject *> || std::is_constructible_v<T, QIODevice *>
                      || std::is_constructible_v<T, QIODevice *, QIODevice *> || std::is_constructible_v<T, QString>
                      || std::is_constructible_v<T, MessageChannel *> || std::is_constructible_v<T, qint64>)
            type.make = &makeObject<T>;
        // clang-format on
    } else if constexpr (requires { T::staticMetaObject; }) {
        type.metaObject = &T::staticMetaObject;
    }
    return type;
}

std::vector<PublicType> makePublicTypes()
{
    std::vector<PublicType> types;
#define ADD_PUBLIC_TYPE(Type) types.push_back(publicType<Type>(#Type));
    FOR_EACH_PUBLIC_TYPE(ADD_PUBLIC_TYPE)
#undef ADD_PUBLIC_TYPE
    return types;
}

const std::vector<PublicType> &publicTypes()
{
    static const std::vector<PublicType> types = makePublicTypes();
    return types;
}

QVariant otherValue(const QMetaProperty &property, const QVariant &value)
{
    if (property.isEnumType()) {
        const QMetaEnum keys = property.enumerator();
        return keys.value(keys.value(0) == value.toInt() ? 1 : 0);
    }
    switch (value.userType()) {
    case QMetaType::Bool: return !value.toBool();
    case QMetaType::Int: return 2 * value.toInt() + 2;
    case QMetaType::LongLong: return 2 * value.toLongLong() + 2;
    case QMetaType::QString: return value.toString() + QLatin1Char('x');
    default: break;
    }
    if (value.metaType() == QMetaType::fromType<Access>())
        return QVariant::fromValue(Access(Access::Everyone));
    return {};
}

// Counts the change signals of a property.
class Changes
{
public:
    Changes(QObject *object, const QMetaProperty &property)
    {
        if (property.hasNotifySignal())
            m_spy = std::make_unique<QSignalSpy>(object, property.notifySignal());
        if (property.isBindable())
            m_notifier = property.bindable(object).addNotifier([this] { ++m_count; });
    }

    qsizetype count() const
    {
        QCoreApplication::processEvents();
        return m_count + (m_spy ? m_spy->count() : 0);
    }

private:
    std::unique_ptr<QSignalSpy> m_spy;
    QPropertyNotifier m_notifier;
    qsizetype m_count = 0;
};

template <typename Value>
void bind(QObject *object, const QMetaProperty &property, QProperty<Value> &source)
{
    property.bindable(object).setBinding(Qt::makePropertyBinding([&source] { return source.value(); }));
}

} // namespace

class TestMetaObjects : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void classes_haveMetaObjects();
    void properties_notifyOrAreConstant();
    void enums_areInTheMetaObject_data();
    void enums_areInTheMetaObject();
    void settings_notifyOncePerChange_data() { addSettings(false); }
    void settings_notifyOncePerChange();
    void bindings_behaveLikeSetters_data() { addSettings(true); }
    void bindings_behaveLikeSetters();

private:
    void addSettings(bool bindable);
};

void TestMetaObjects::classes_haveMetaObjects()
{
    QVERIFY(publicTypes().size() > 25);
    for (const PublicType &type : publicTypes()) {
        if (!type.isObject)
            continue;
        QCOMPARE(type.metaObject->className(), "QtInterprocess::" + type.name);
        const auto isBase = [&type](const PublicType &other) {
            return other.make && other.metaObject->inherits(type.metaObject);
        };
        QVERIFY2(std::any_of(publicTypes().begin(), publicTypes().end(), isBase),
                 (type.name + " is not made: see makeObject()").constData());
    }
}

void TestMetaObjects::properties_notifyOrAreConstant()
{
    int count = 0;
    for (const PublicType &type : publicTypes()) {
        if (!type.metaObject)
            continue;
        for (int i = type.metaObject->propertyOffset(); i < type.metaObject->propertyCount(); ++i, ++count) {
            const QMetaProperty property = type.metaObject->property(i);
            const QByteArray name = type.name + "::" + property.name();
            QVERIFY2(property.isConstant() || property.hasNotifySignal() || property.isBindable(), name.constData());
            QVERIFY2(!property.isConstant() || !property.isWritable(), name.constData());
        }
    }
    QVERIFY(count > 50);
}

void TestMetaObjects::enums_areInTheMetaObject_data()
{
    QTest::addColumn<bool>("isInMetaObject");
#define ADD_PUBLIC_ENUM(Enum) \
    QTest::newRow(#Enum) << (QMetaType::fromType<Enum>().metaObject() \
                             || QMetaType::fromType<QFlags<Enum>>().metaObject());
    FOR_EACH_PUBLIC_ENUM(ADD_PUBLIC_ENUM)
#undef ADD_PUBLIC_ENUM
}

void TestMetaObjects::enums_areInTheMetaObject()
{
    QFETCH(const bool, isInMetaObject);
    QVERIFY(isInMetaObject);
}

void TestMetaObjects::addSettings(bool bindable)
{
    QTest::addColumn<size_t>("type");
    QTest::addColumn<QMetaProperty>("property");
    for (size_t type = 0; type < publicTypes().size(); ++type) {
        const auto &[name, metaObject, isObject, make] = publicTypes()[type];
        for (int i = QObject::staticMetaObject.propertyCount(); make && i < metaObject->propertyCount(); ++i) {
            const QMetaProperty property = metaObject->property(i);
            if (property.isWritable() && (!bindable || property.isBindable()))
                QTest::addRow("%s::%s", name.constData(), property.name()) << type << property;
        }
    }
}

void TestMetaObjects::settings_notifyOncePerChange()
{
    QFETCH(const size_t, type);
    QFETCH(const QMetaProperty, property);
    QBuffer device;
    const std::unique_ptr<QObject> object = publicTypes()[type].make(&device);
    const QVariant before = property.read(object.get());
    const QVariant other = otherValue(property, before);
    QVERIFY2(other.isValid(), "add the type to otherValue()");
    const Changes changes(object.get(), property);

    QVERIFY(property.write(object.get(), before));
    QCOMPARE(changes.count(), 0);
    QVERIFY(property.write(object.get(), other));
    const QVariant after = property.read(object.get());
    QVERIFY(after != before);
    QCOMPARE(changes.count(), 1);
    QVERIFY(property.write(object.get(), after));
    QCOMPARE(changes.count(), 1);
}

void TestMetaObjects::bindings_behaveLikeSetters()
{
    QFETCH(const size_t, type);
    QFETCH(const QMetaProperty, property);
    QBuffer device;
    const std::unique_ptr<QObject> bound = publicTypes()[type].make(&device);
    const std::unique_ptr<QObject> set = publicTypes()[type].make(&device);
    const QVariant before = property.read(bound.get());
    QProperty<bool> flag(before.toBool());
    QProperty<int> number(before.toInt());
    QProperty<qint64> size(before.toLongLong());
    const auto compare = [&](const QVariant &value) {
        flag = value.toBool();
        number = value.toInt();
        size = value.toLongLong();
        property.write(set.get(), value);
        QCOMPARE(property.read(bound.get()), property.read(set.get()));
    };
    switch (before.userType()) {
    case QMetaType::Bool: bind(bound.get(), property, flag); break;
    case QMetaType::Int: bind(bound.get(), property, number); break;
    case QMetaType::LongLong: bind(bound.get(), property, size); break;
    default: QVERIFY(property.isEnumType()); return; // tst_messagechannel tests enums
    }
    const Changes changes(bound.get(), property);
    compare(otherValue(property, before));
    QCOMPARE(changes.count(), 1);
    compare(otherValue(property, before));
    QCOMPARE(changes.count(), 1);
    compare(-5);
    compare(before);
    property.write(bound.get(), otherValue(property, before)); // removes the binding
    QVERIFY(!property.bindable(bound.get()).hasBinding());
}

QTEST_GUILESS_MAIN(TestMetaObjects)
#include "tst_metaobjects.moc"
